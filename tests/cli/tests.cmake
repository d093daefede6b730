# The built program from outside: every command, every exit code, what goes to stdout and what to stderr.
if(TARGET nearsim)
  file(GLOB cli_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/cli/test_*.py)
  foreach(file ${cli_tests})
    get_filename_component(name ${file} NAME_WE)
    add_test(NAME cli.${name} COMMAND ${Python3_EXECUTABLE} ${file} $<TARGET_FILE:nearsim> WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(cli.${name} PROPERTIES LABELS cli TIMEOUT 300)
  endforeach()
endif()
