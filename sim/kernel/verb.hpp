// What happened, as a topic and a verb, with a key made of their letters: who looks a verb up in a table
// compares keys.  The key of literals is made by the compiler.
#pragma once

#include <cstdint>
#include <string_view>

namespace nearsim::kernel {

struct Verb {
  std::string_view topic, name;
  std::uint64_t key = 0;

  constexpr Verb(std::string_view of, std::string_view verb) : topic(of), name(verb), key(key_of(of, verb)) {}

 private:
  // FNV-1a, 64 bits: offset basis and prime as its authors give them.  A table checks that its keys differ.
  static constexpr std::uint64_t key_of(std::string_view topic, std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    const auto add = [&hash](char letter) {
      hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
    };
    for (const char letter : topic) add(letter);
    add('/');
    for (const char letter : name) add(letter);
    return hash;
  }
};

}  // namespace nearsim::kernel
