# The Python package: pytest and Hypothesis, Dask's own machinery, types. Only where the module is built (release).
# The wheel, from the sources to its use: minutes of building, and PyPI.
add_test(NAME python.wheel WORKING_DIRECTORY ${CMAKE_SOURCE_DIR} COMMAND scripts/test_wheel)
set_tests_properties(python.wheel PROPERTIES LABELS nightly TIMEOUT 1800 PROCESSORS 2 ENVIRONMENT PYTHON=${Python3_EXECUTABLE})
if(TARGET _nearsim)
  set(python_environment "PYTHONPATH=${CMAKE_BINARY_DIR}/python" "PYTHONDONTWRITEBYTECODE=1" "MPLBACKEND=agg")
  file(GLOB python_tests CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/test_*.py)
  foreach(file ${python_tests})
    get_filename_component(name ${file} NAME_WE)
    add_test(NAME python.${name} WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
      COMMAND ${Python3_EXECUTABLE} -m pytest -q -p no:cacheprovider ${file})
    set_tests_properties(python.${name} PROPERTIES LABELS python TIMEOUT 300 ENVIRONMENT "${python_environment}")
  endforeach()
  add_test(NAME python.types WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/python COMMAND ${Python3_EXECUTABLE} -m mypy
    --strict --follow-imports=silent --ignore-missing-imports --cache-dir=${CMAKE_BINARY_DIR}/mypy -p nearsim)
  add_test(NAME python.stubs WORKING_DIRECTORY ${CMAKE_BINARY_DIR}/python
    COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_LIST_DIR}/check_stub.py ${CMAKE_SOURCE_DIR}/scripts/nearsim/_nearsim.pyi)
  add_test(NAME python.race_on_simpy WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
    COMMAND ${Python3_EXECUTABLE} scripts/race_on_simpy.py 40)
  set_tests_properties(python.race_on_simpy PROPERTIES LABELS python TIMEOUT 300 ENVIRONMENT "${python_environment}")
  set_tests_properties(python.types python.stubs PROPERTIES LABELS python TIMEOUT 300 ENVIRONMENT "${python_environment}")
endif()
