// nearsim: the program.  Exit codes: 0 all held, 1 something did not, 2 wrong use or a wrong scenario, 3 a
// defect of nearsim, 124 out of budget, 125 cannot judge.
#include <algorithm>
#include <csignal>
#include <cstring>
#include <exception>

#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/sweep.hpp"
#include "sim/scenario/spelling.hpp"

namespace nearsim::cli {
namespace {

// Complains if a word stands where a command should, and is none.
bool knows_command(CLI::App& app, const std::string& word) {
  if (word.empty() || word.front() == '-') return true;
  std::vector<std::string> names;
  for (CLI::App* command : app.get_subcommands([](CLI::App*) { return true; }))
    names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), word) != names.end()) return true;
  const std::vector<std::string_view> known(names.begin(), names.end());
  const std::string_view best = scenario::nearest(word, known);
  complain("there is no command '" + word + "'" +
           (best.empty() ? std::string{} : "; did you mean '" + std::string(best) + "'?"));
  complain_raw("Try `nearsim --help`.\n");
  return false;
}

// CLI11 says "--trace: 1 required TEXT missing" and "files is required".
std::string in_our_words(const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::size_t colon = text.find(": 1 required");
  if (colon != std::string::npos) return text.substr(0, colon) + " needs a value";
  const std::size_t missing = text.find(" is required");
  if (missing == std::string::npos || text.front() == '-' || text.find(' ') != missing) return text;
  return "no " + text.substr(0, missing) + (text[missing - 1] == 's' ? " are" : " is") + " named";
}

void suggest_options(const CLI::App& command, int argc, char** argv) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = std::string_view{argv[i]}.substr(0, std::string_view{argv[i]}.find('='));
    if (word.substr(0, 2) != "--" || std::find(known.begin(), known.end(), word) != known.end()) continue;
    if (const std::string_view best = scenario::nearest(word, known); !best.empty())
      complain_raw("'" + std::string(word) + "': did you mean '" + std::string(best) + "'?\n");
  }
}

Exit parse_and_run(int argc, char** argv) {
  CLI::App app{"Runs real peer-to-peer protocol engines against a virtual clock and simulated phones.\n",
               "nearsim"};
  Exit exit = Exit::passed;
  app.require_subcommand(1);
  app.set_help_flag("-h,--help", "show this help");
  app.set_version_flag("--version", "nearsim " NEARSIM_VERSION, "show the version");
  app.footer(
      "\nExit codes: 0 all held; 1 an expectation or invariant failed; 2 wrong use or scenario; 3 a defect "
      "of nearsim,\n"
      "or a run that came out differently; 124 out of budget; 125 cannot judge.");
  for (const auto add :
       {&add_run, &add_validate, &add_explain, &add_profiles, &add_schema, &add_dump, &add_verify,
        &add_replay, &add_minimize, &add_fingerprints, &add_sweep, &add_merge, &add_version, &add_absent})
    add(app, exit);
  if (argc > 1 && !knows_command(app, argv[1])) return Exit::wrong_use;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
  } catch (const CLI::CallForVersion& version) {
    print(std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    const auto chosen = app.get_subcommands();
    complain(in_our_words(error));
    if (!chosen.empty()) suggest_options(*chosen.front(), argc, argv);
    complain_raw("Try `nearsim " + (chosen.empty() ? std::string{} : chosen.front()->get_name() + " ") +
                 "--help`.\n");
    return Exit::wrong_use;
  }
  return exit;
}

}  // namespace
}  // namespace nearsim::cli

int main(int argc, char** argv) {
  (void)std::signal(SIGPIPE, SIG_IGN);  // `nearsim run ... | head` ends without a word
  using nearsim::run::Exit;
  Exit exit = Exit::internal;
  try {
    exit = nearsim::cli::parse_and_run(argc, argv);
  } catch (const std::exception& error) {
    nearsim::cli::complain(std::string("internal error: ") + error.what());
  }
  if (!nearsim::cli::flush()) exit = nearsim::run::worse(exit, Exit::wrong_use);  // as for any other file
  return static_cast<int>(exit);
}
