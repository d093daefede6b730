# Benchmarks, built only with -DNEARSIM_BENCH=ON; scripts/bench runs them beside their comparators.
if(NEARSIM_BENCH)
  add_executable(kernel_jobs ${CMAKE_CURRENT_LIST_DIR}/kernel_jobs.cpp)
  target_link_libraries(kernel_jobs PRIVATE nearsim_kernel)

  find_package(benchmark REQUIRED)
  add_executable(kernel_bench ${CMAKE_CURRENT_LIST_DIR}/kernel_bench.cpp)
  target_link_libraries(kernel_bench PRIVATE nearsim_kernel benchmark::benchmark)
endif()
