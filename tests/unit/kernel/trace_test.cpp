#include "sim/kernel/trace.hpp"

#include <doctest/doctest.h>

#include <cstdio>
#include <set>
#include <string>

#include "sim/kernel/sinks.hpp"

using namespace nearsim;
using namespace std::chrono_literals;
using namespace std::string_view_literals;
using kernel::Field;
using kernel::Record;

namespace {

const Field accept_fields[] = {{"why", "arbitration"sv}, {"outbound_age", 160ms}, {"window", 1200ms}};
const Record accept{base::at(160ms), "Ana", "engine", "accept", "Bob", accept_fields};

std::string fingerprint_of(const Record& record) {
  kernel::Tracer tracer;
  tracer.record(record);
  return tracer.fingerprint();
}

std::string written(auto make_sink) {
  std::FILE* const file = std::tmpfile();
  REQUIRE(file != nullptr);
  {
    auto sink = make_sink(file);
    sink.write(accept, 0);
    sink.write(accept, 1);
  }
  std::rewind(file);
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

}  // namespace

// The bytes were written by struct.pack as fingerprint.hpp documents, and hashed by xxhash 3.x for Python:
// xxhash.xxh3_128_hexdigest(...)
TEST_CASE("fingerprint: XXH3-128 of the documented encoding") {
  kernel::Tracer tracer;
  CHECK(tracer.fingerprint() == "99aa06d3014798d86001c324468d497f");
  const Field fields[] = {
      {"why", "arbitration"sv}, {"outbound_age", 160ms}, {"tries", std::int64_t{3}}, {"late", true}};
  tracer.record({base::at(160ms), "Ana", "engine", "accept", "Bob", fields});
  CHECK(tracer.fingerprint() == "129fb2dfbb8492f8fea1ac98416e3c2b");
  CHECK(tracer.count() == 1);
}

TEST_CASE("fingerprint: every part of a record counts, and so do borders and kinds") {
  const Field number[] = {{"x", std::int64_t{1}}};
  const Field duration[] = {{"x", 1ns}};
  const Field flag[] = {{"x", true}};
  const Field text[] = {{"x", "1"sv}};
  const Field other_key[] = {{"y", std::int64_t{1}}};
  const base::Instant t = base::at(1s);
  const std::set<std::string> distinct = {
      fingerprint_of({t, "a", "b", "c", "d", {}}),       fingerprint_of({t, "ab", "", "c", "d", {}}),
      fingerprint_of({t, "a", "", "bc", "d", {}}),       fingerprint_of({t, "a", "b", "cd", "", {}}),
      fingerprint_of({t + 1ns, "a", "b", "c", "d", {}}), fingerprint_of({t, "a", "b", "c", "d", number}),
      fingerprint_of({t, "a", "b", "c", "d", duration}), fingerprint_of({t, "a", "b", "c", "d", flag}),
      fingerprint_of({t, "a", "b", "c", "d", text}),     fingerprint_of({t, "a", "b", "c", "d", other_key})};
  CHECK(distinct.size() == 10);
}

TEST_CASE("fingerprint: records longer than the buffer hash like the same bytes in one piece") {
  const std::string longer(5000, 'x');
  const std::string medium(400, 'y');
  const Field fields[] = {
      {"long", std::string_view{longer}}, {"m", std::string_view{medium}}, {"m", std::string_view{medium}}};
  const Record record{base::at(1s), "Ana", "t", "v", "", fields};
  std::string bytes;
  const auto integer = [&](std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
  };
  const auto string = [&](std::string_view s) {
    integer(s.size(), 4);
    bytes += s;
  };
  integer(1'000'000'000, 8);
  for (const auto s : {"Ana"sv, "t"sv, "v"sv, ""sv}) string(s);
  integer(3, 4);
  for (const Field& field : fields) {
    string(field.key);
    integer(3, 1);
    string(std::get<std::string_view>(field.value));
  }
  kernel::Fingerprint whole;
  whole.add_bytes(bytes.data(), bytes.size());
  CHECK(fingerprint_of(record) == whole.hex());
}

TEST_CASE("fingerprint: does not depend on who listens, and copies continue alike") {
  kernel::MemorySink memory;
  kernel::Tracer tracer;
  tracer.attach(memory);
  tracer.record(accept);
  CHECK(tracer.fingerprint() == fingerprint_of(accept));
  kernel::Fingerprint one;
  one.add(accept);
  kernel::Fingerprint two = one;
  one.add(accept);
  CHECK(one.hex() != two.hex());
  two.add(accept);
  CHECK(one.hex() == two.hex());
}

TEST_CASE("a tracer that takes no fingerprint still numbers its records and passes them on") {
  kernel::MemorySink memory;
  kernel::Tracer tracer;
  tracer.attach(memory);
  tracer.take_no_fingerprint();
  tracer.record(accept);
  CHECK(tracer.count() == 1);
  CHECK(memory.records().size() == 1);
  CHECK(tracer.fingerprint() == kernel::Fingerprint{}.hex());
}

TEST_CASE("durations are written exactly, in the largest unit that is not above them") {
  CHECK(kernel::format_duration(0ns) == "0s");
  CHECK(kernel::format_duration(160ms) == "160ms");
  CHECK(kernel::format_duration(1200ms) == "1.2s");
  CHECK(kernel::format_duration(90s) == "90s");
  CHECK(kernel::format_duration(1500ns) == "1.5us");
  CHECK(kernel::format_duration(7ns) == "7ns");
  CHECK(kernel::format_duration(-1200ms) == "-1.2s");
  CHECK(kernel::format_duration(1s + 1ns) == "1.000000001s");
  CHECK(kernel::format_duration(base::forever) == "9223372036.854775807s");
  CHECK(kernel::format_duration(base::Duration::min()) == "-9223372036.854775808s");
}

TEST_CASE("text form") {
  CHECK(kernel::format_text(accept) ==
        "0.160000000 Ana  engine  accept Bob   why=arbitration outbound_age=160ms window=1.2s");
  CHECK(kernel::format_text({base::at(1s), "Ana", "radio", "up", "", {}}) == "1.000000000 Ana  radio   up");
  const Field odd[] = {
      {"name", "Ana's \"phone\"\n"sv}, {"empty", ""sv}, {"n", std::int64_t{-3}}, {"on", false}};
  CHECK(kernel::format_text({base::at(1s), "Anastasia", "t", "v", "", odd}) ==
        R"(1.000000000 Anastasia t       v            name="Ana's \"phone\"\n" empty="" n=-3 on=false)");
}

TEST_CASE("JSON form") {
  CHECK(kernel::format_json(accept, 7) ==
        R"({"index":7,"at":160000000,"node":"Ana","topic":"engine","verb":"accept","peer":"Bob",)"
        R"("fields":{"why":"arbitration","outbound_age":"160ms","window":"1.2s"}})");
  const Field odd[] = {{"q\"", "a\\\x01\n"sv}, {"n", std::int64_t{-3}}, {"on", false}};
  CHECK(
      kernel::format_json({base::at(0s), "Zoë", "", "", "", odd}) ==
      R"({"at":0,"node":"Zoë","topic":"","verb":"","peer":"","fields":{"q\"":"a\\\u0001\n","n":-3,"on":false}})");
}

TEST_CASE("memory sink: keeps copies, all or the last few") {
  kernel::MemorySink all;
  kernel::MemorySink last{2};
  kernel::Tracer tracer;
  tracer.attach(all);
  tracer.attach(last);
  for (int i = 0; i < 5; ++i) {
    std::string node = "node" + std::to_string(i);
    const std::string why = "reason" + std::to_string(i);
    const Field fields[] = {{"why", std::string_view{why}}, {"i", std::int64_t{i}}};
    tracer.record({base::at(1s * i), node, "t", "v", "", fields});
    node = "overwritten";
  }
  CHECK(all.records().size() == 5);
  REQUIRE(last.records().size() == 2);
  const kernel::StoredRecord& stored = last.records().front();
  CHECK(stored.index == 3);
  CHECK(stored.node == "node3");
  CHECK(std::get<std::string>(*stored.find("why")) == "reason3");
  CHECK(std::get<std::int64_t>(*stored.find("i")) == 3);
  CHECK(stored.find("absent") == nullptr);
  CHECK(stored.text() == "3.000000000 node3 t       v            why=reason3 i=3");
  CHECK(stored.json().starts_with(R"({"index":3,"at":3000000000,"node":"node3")"));
  CHECK(all.records()[3] == stored);
}

TEST_CASE("file sinks: one line a record") {
  const std::string text = kernel::format_text(accept) + "\n";
  CHECK(written([](std::FILE* file) { return kernel::TextSink{file}; }) == text + text);
  CHECK(written([](std::FILE* file) { return kernel::JsonLinesSink{file}; }) ==
        kernel::format_json(accept, 0) + "\n" + kernel::format_json(accept, 1) + "\n");
}
