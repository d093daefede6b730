# The Python module `_nearsim` and the package around it, put together in build/<preset>/python so that
# PYTHONPATH=build/release/python is all that a notebook needs.
if(NOT DEFINED Python_EXECUTABLE)
  set(Python_EXECUTABLE ${Python3_EXECUTABLE})
endif()
find_package(Python REQUIRED COMPONENTS Interpreter Development.Module)
find_package(pybind11 2.10 REQUIRED)

set(package ${CMAKE_BINARY_DIR}/python/nearsim)
file(GLOB module_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/sim/python/*.cpp)
pybind11_add_module(_nearsim MODULE NO_EXTRAS ${module_sources})
target_link_libraries(_nearsim PRIVATE nearsim_sweep nearsim_report)
target_compile_definitions(_nearsim PRIVATE NEARSIM_VERSION="${PROJECT_VERSION}")
set_target_properties(_nearsim PROPERTIES LIBRARY_OUTPUT_DIRECTORY ${package})

if(SKBUILD)  # a wheel: the module into the package, the program beside Python's
  install(TARGETS _nearsim LIBRARY DESTINATION nearsim)
  install(TARGETS nearsim RUNTIME DESTINATION ${SKBUILD_SCRIPTS_DIR})
endif()

# The package is a folder of links to its sources: an edit is seen at once.
file(GLOB package_sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/scripts/nearsim ${CMAKE_SOURCE_DIR}/scripts/nearsim/*)
list(FILTER package_sources EXCLUDE REGEX "__pycache__")
file(MAKE_DIRECTORY ${package})
foreach(source ${package_sources})
  file(CREATE_LINK ${CMAKE_SOURCE_DIR}/scripts/nearsim/${source} ${package}/${source} SYMBOLIC)
endforeach()
