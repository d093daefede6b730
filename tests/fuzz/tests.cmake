# The scenario reader under a fuzzer.  Every build replays the committed corpus; -DNEARSIM_FUZZ=ON (clang) adds libFuzzer.
#   cmake --preset clang -B build/fuzz -DNEARSIM_FUZZ=ON && ninja -C build/fuzz reader_fuzz
#   build/fuzz/tests/reader_fuzz NEW_FINDS tests/fuzz/corpus/reader tests/bad      then: -merge=1 keeps what covers more
set(fuzz_folder ${CMAKE_CURRENT_LIST_DIR})

add_executable(reader_replay ${fuzz_folder}/reader_fuzz.cpp ${fuzz_folder}/replay.cpp)
target_link_libraries(reader_replay PRIVATE nearsim_scenario)
add_test(NAME fuzz.reader_replay COMMAND reader_replay ${fuzz_folder}/corpus/reader ${CMAKE_CURRENT_SOURCE_DIR}/bad)

if(NEARSIM_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES Clang)
    message(FATAL_ERROR "NEARSIM_FUZZ needs clang (libFuzzer); this is ${CMAKE_CXX_COMPILER_ID}. Use --preset clang.")
  endif()
  # The reader is compiled in rather than linked, so that the fuzzer sees its branches.
  file(GLOB reader_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sim/scenario/*.cpp)
  add_executable(reader_fuzz ${fuzz_folder}/reader_fuzz.cpp ${reader_sources})
  target_link_libraries(reader_fuzz PRIVATE $<TARGET_PROPERTY:nearsim_scenario,INTERFACE_LINK_LIBRARIES>)
  target_compile_options(reader_fuzz PRIVATE -O1 -g1 -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all)
  target_link_options(reader_fuzz PRIVATE -fsanitize=fuzzer,address,undefined)
  set(reader_fuzz_finds ${CMAKE_CURRENT_BINARY_DIR}/reader_fuzz_finds)
  file(MAKE_DIRECTORY ${reader_fuzz_finds})
  add_test(NAME fuzz.reader_10min
    COMMAND reader_fuzz -max_total_time=600 -max_len=4096 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1
      -dict=${fuzz_folder}/reader.dict -artifact_prefix=${reader_fuzz_finds}/
      ${reader_fuzz_finds} ${fuzz_folder}/corpus/reader ${CMAKE_CURRENT_SOURCE_DIR}/bad)
  set_tests_properties(fuzz.reader_10min PROPERTIES LABELS nightly TIMEOUT 780)
endif()
