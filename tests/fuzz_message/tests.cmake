# The message codec under a fuzzer.  Every build replays the committed corpus; -DNEARSIM_FUZZ=ON (clang) adds libFuzzer.
#   cmake --preset clang -B build/fuzz -DNEARSIM_FUZZ=ON && ninja -C build/fuzz message_fuzz
#   build/fuzz/tests/message_fuzz NEW_FINDS tests/fuzz_message/corpus      then: -merge=1 to keep what covers more
set(message_fuzz_folder ${CMAKE_CURRENT_SOURCE_DIR}/fuzz_message)

add_executable(message_replay ${message_fuzz_folder}/message_fuzz.cpp ${CMAKE_CURRENT_SOURCE_DIR}/fuzz/replay.cpp)
target_link_libraries(message_replay PRIVATE nearsim_protocol)
add_test(NAME fuzz.message_replay COMMAND message_replay ${message_fuzz_folder}/corpus)

if(NEARSIM_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "NEARSIM_FUZZ needs clang (libFuzzer); this is ${CMAKE_CXX_COMPILER_ID}. Use --preset clang.")
  endif()
  # The codec is compiled in, so that the fuzzer sees its branches.  What it needs beside that is linked: a file more in the
  # codec must not keep the fuzzer from being built.
  file(GLOB codec_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/protocol/message*.cpp ${CMAKE_SOURCE_DIR}/protocol/json*.cpp
    ${CMAKE_SOURCE_DIR}/protocol/plain*.cpp)
  add_executable(message_fuzz ${message_fuzz_folder}/message_fuzz.cpp ${codec_sources})
  target_link_libraries(message_fuzz PRIVATE nearsim_protocol)
  target_compile_options(message_fuzz PRIVATE -O1 -g1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
  target_link_options(message_fuzz PRIVATE -fsanitize=fuzzer,address,undefined)
  # Finds go to the build folder; the committed corpus is read only.
  set(message_fuzz_finds ${CMAKE_CURRENT_BINARY_DIR}/message_fuzz_finds)
  file(MAKE_DIRECTORY ${message_fuzz_finds})
  add_test(NAME fuzz.message_10min
    COMMAND message_fuzz -max_total_time=600 -max_len=4096 -timeout=10 -print_final_stats=1
      -dict=${message_fuzz_folder}/message.dict -artifact_prefix=${message_fuzz_finds}/
      ${message_fuzz_finds} ${message_fuzz_folder}/corpus)
  set_tests_properties(fuzz.message_10min PROPERTIES LABELS nightly TIMEOUT 780)
endif()
