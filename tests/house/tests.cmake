# The house checks itself: layers, bans, sizes and format of the tree, and tests that the checkers can fail.
set(house ${CMAKE_SOURCE_DIR}/tests/house)
function(nearsim_house name)
  add_test(NAME house.${name} COMMAND ${ARGN} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  set_tests_properties(house.${name} PROPERTIES LABELS house TIMEOUT 120)
endfunction()

nearsim_house(layers ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/scripts/check_layers.py)
nearsim_house(sizes ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/scripts/check_sizes.py)
# Here only where the tool is; scripts/test --matrix installs it and demands it.
find_program(NEARSIM_CLANG_FORMAT clang-format-14)
if(NEARSIM_CLANG_FORMAT)
  nearsim_house(format ${CMAKE_SOURCE_DIR}/scripts/check_format)
endif()

file(GLOB house_tests CONFIGURE_DEPENDS ${house}/test_*.py)
foreach(file ${house_tests})
  get_filename_component(name ${file} NAME_WE)
  nearsim_house(${name} ${Python3_EXECUTABLE} ${file})
endforeach()

# Two wishes that exclude each other measure nothing, which would look like nothing missed.
nearsim_house(bench_refuses_a_job_of_another_page ${CMAKE_SOURCE_DIR}/scripts/bench --page rooms --job hold)
set_tests_properties(house.bench_refuses_a_job_of_another_page PROPERTIES
  PASS_REGULAR_EXPRESSION "--job hold is not on the page rooms")
