# Malformed scenarios and what is said about each.
add_executable(bad_scenarios ${CMAKE_CURRENT_LIST_DIR}/bad_scenarios.cpp)
target_link_libraries(bad_scenarios PRIVATE nearsim_scenario)
add_test(NAME scenario.bad COMMAND bad_scenarios ${CMAKE_CURRENT_LIST_DIR})
