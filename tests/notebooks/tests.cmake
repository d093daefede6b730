# Every notebook runs, opens with a question, prints what the file shows, and ends with a plot.
if(TARGET _nearsim)
  file(GLOB notebooks CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/scripts/notebooks/*.ipynb)
  foreach(notebook ${notebooks})
    get_filename_component(name ${notebook} NAME_WE)
    add_test(NAME notebook.${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
      COMMAND ${Python3_EXECUTABLE} scripts/notebooks/execute.py --as-shown ${notebook})
    set_tests_properties(notebook.${name} PROPERTIES LABELS notebook TIMEOUT 300
      ENVIRONMENT "PYTHONPATH=${CMAKE_BINARY_DIR}/python;PYTHONDONTWRITEBYTECODE=1")
  endforeach()
endif()
