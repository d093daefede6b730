# Benchmarks, built only with -DNEARSIM_BENCH=ON; scripts/bench runs them beside their comparators.
if(NEARSIM_BENCH)
  add_executable(kernel_jobs ${CMAKE_CURRENT_LIST_DIR}/kernel_jobs.cpp)
  target_link_libraries(kernel_jobs PRIVATE nearsim_kernel)

  find_package(benchmark REQUIRED)
  add_executable(kernel_bench ${CMAKE_CURRENT_LIST_DIR}/kernel_bench.cpp)
  target_link_libraries(kernel_bench PRIVATE nearsim_kernel benchmark::benchmark)

  add_executable(run_jobs ${CMAKE_CURRENT_LIST_DIR}/run_jobs.cpp)
  target_link_libraries(run_jobs PRIVATE nearsim_run)

  add_executable(beacon_jobs ${CMAKE_CURRENT_LIST_DIR}/beacon_jobs.cpp)
  target_link_libraries(beacon_jobs PRIVATE nearsim_radio)

  add_executable(room_jobs ${CMAKE_CURRENT_LIST_DIR}/room_jobs.cpp)
  target_link_libraries(room_jobs PRIVATE nearsim_radio)

  # ns-3 3.37 (Debian 12: libns3-dev).  Without it there is nothing to compare with, which scripts/bench says.
  find_library(NEARSIM_NS3_CORE ns3-core)
  find_path(NEARSIM_NS3_INCLUDE ns3/core-module.h)
  if(NEARSIM_NS3_CORE AND NEARSIM_NS3_INCLUDE)
    foreach(job hold phold timers beacon room)
      add_executable(ns3_${job} ${CMAKE_CURRENT_LIST_DIR}/peers/ns3_${job}.cc)
      target_include_directories(ns3_${job} PRIVATE ${CMAKE_SOURCE_DIR})
      target_include_directories(ns3_${job} SYSTEM PRIVATE ${NEARSIM_NS3_INCLUDE})
      set_target_properties(ns3_${job} PROPERTIES CXX_STANDARD 17)  # ns-3 3.37's headers are no C++20
      target_link_libraries(ns3_${job} PRIVATE ${NEARSIM_NS3_CORE})
    endforeach()
    target_link_libraries(ns3_beacon PRIVATE ns3-network ns3-mobility ns3-propagation ns3-wifi)
    target_link_libraries(ns3_room PRIVATE ns3-network)
  endif()
endif()
