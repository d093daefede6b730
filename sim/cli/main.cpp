// nearsim: the program.  Exit codes: 0 all held, 1 something did not, 2 wrong use or a wrong scenario, 3 a
// defect of nearsim, 124 out of budget, 125 cannot judge.
#include <csignal>
#include <cstring>
#include <exception>

#include "sim/cli/command.hpp"
#include "sim/cli/output.hpp"
#include "sim/cli/sweep.hpp"

namespace nearsim::cli {
namespace {

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
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    print(app.help());
  } catch (const CLI::CallForVersion& version) {
    print(std::string(version.what()) + "\n");
  } catch (const CLI::ParseError& error) {
    complain(error.what());
    const auto chosen = app.get_subcommands();
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
  if (!nearsim::cli::flush()) exit = Exit::internal;
  return static_cast<int>(exit);
}
