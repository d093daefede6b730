# The JSON Schema that editors use says what the reader says.
add_executable(print_schema ${CMAKE_CURRENT_LIST_DIR}/print_schema.cpp)
target_link_libraries(print_schema PRIVATE nearsim_scenario)
add_test(NAME scenario.schema
  COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/check_schema.py $<TARGET_FILE:print_schema> ${CMAKE_SOURCE_DIR})
