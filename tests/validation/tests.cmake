# results/validation.md is measured anew in every test run and must come out as it is committed, byte for byte; the
# program itself fails when a row is outside its bound.
file(GLOB validation_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
add_executable(nearsim_validation ${validation_sources})
target_link_libraries(nearsim_validation PRIVATE nearsim_page nearsim_run nearsim_mpc nearsim_ice nearsim_radio fmt::fmt)
add_test(NAME results.validation
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_validation> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/validation.md
          -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/validation.md -DREWRITES=scripts/validation
          -P ${CMAKE_SOURCE_DIR}/tests/experiments/compare.cmake)
set_tests_properties(results.validation PROPERTIES LABELS slow TIMEOUT 600)  # five seconds; minutes with sanitizers
add_test(NAME nightly.validation COMMAND nearsim_validation --deep)
set_tests_properties(nightly.validation PROPERTIES LABELS nightly TIMEOUT 900)
