# How the programs below, and that of tests/validation, write what they measured.
add_library(nearsim_page STATIC ${CMAKE_CURRENT_LIST_DIR}/page.cpp)
target_link_libraries(nearsim_page PUBLIC nearsim_options)

# results/spine.md is measured anew in every test run and must come out as it is committed, byte for byte.
file(GLOB experiment_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*.cpp)
list(FILTER experiment_sources EXCLUDE REGEX "/(airs|attable|page|spacedrive|survival|survival_run)(_main)?\\.cpp$")
add_executable(nearsim_spine ${experiment_sources})
target_link_libraries(nearsim_spine PRIVATE nearsim_page nearsim_run)
target_compile_definitions(nearsim_spine PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME results.spine
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_spine> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/spine.md
          -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/spine.md -DREWRITES=scripts/spine -P ${CMAKE_CURRENT_LIST_DIR}/compare.cmake)

# The same for seed 001.
add_executable(nearsim_seed_001 ${CMAKE_CURRENT_LIST_DIR}/experiment.cpp ${CMAKE_CURRENT_LIST_DIR}/attable.cpp
  ${CMAKE_CURRENT_LIST_DIR}/seeds/main.cpp)
target_link_libraries(nearsim_seed_001 PRIVATE nearsim_page nearsim_run)
target_compile_definitions(nearsim_seed_001 PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME results.seed_001
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_seed_001> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/seed_001.md
          -DREWRITES=nearsim_seed_001 -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/seed_001.md
          -P ${CMAKE_CURRENT_LIST_DIR}/compare.cmake)
# results/seed_003.md, by a program of its own.
set(experiments ${CMAKE_CURRENT_LIST_DIR})
add_executable(nearsim_seed_003 ${experiments}/spacedrive.cpp ${experiments}/spacedrive_main.cpp ${experiments}/experiment.cpp)
target_link_libraries(nearsim_seed_003 PRIVATE nearsim_page nearsim_run)
target_compile_definitions(nearsim_seed_003 PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME results.seed_003
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_seed_003> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/seed_003.md
          -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/seed_003.md
          "-DREWRITES=build/release/tests/nearsim_seed_003 results/seed_003.md" -P ${CMAKE_CURRENT_LIST_DIR}/compare.cmake)

# Every design under a swarm of faults.  `recommended` must keep every invariant and be usable again within a minute; of the
# others the test demands that every run ends, and the table is for people, see scripts/survival.
add_executable(nearsim_survival ${CMAKE_CURRENT_LIST_DIR}/survival.cpp
  ${CMAKE_CURRENT_LIST_DIR}/survival_run.cpp ${CMAKE_CURRENT_LIST_DIR}/experiment.cpp)
target_link_libraries(nearsim_survival PRIVATE nearsim_run CLI11::CLI11)
target_compile_definitions(nearsim_survival PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME survival.recommended
  COMMAND nearsim_survival --seeds 300 --large-seeds 300 --profiles recommended --must-survive recommended --watch 0)
# What was repaired keeps every invariant too, in the small rooms.
add_test(NAME survival.repaired
  COMMAND nearsim_survival --seeds 300 --rooms 2,3,5 --profiles spacedrive_repaired,socialstream_repaired
          --must-survive spacedrive_repaired,socialstream_repaired)
add_test(NAME survival.all COMMAND nearsim_survival --seeds 300 --large-seeds 2)
# A gate over a design that nobody knows, or over none of the seeds, would hold of nothing.
add_test(NAME survival.refuses_an_unknown_design COMMAND nearsim_survival --seeds 1 --rooms 2 --must-survive recomended)
add_test(NAME survival.refuses_a_design_left_out
  COMMAND nearsim_survival --seeds 1 --rooms 2 --profiles attable --must-survive recommended)
add_test(NAME survival.refuses_no_seeds COMMAND nearsim_survival --seeds 0 --rooms 2)
add_test(NAME survival.refuses_to_watch_backwards COMMAND nearsim_survival --seeds 1 --rooms 2 --watch -1)
set_tests_properties(survival.refuses_to_watch_backwards PROPERTIES PASS_REGULAR_EXPRESSION "--watch: Value -1 not in range")
add_test(NAME survival.script_refuses_words COMMAND ${CMAKE_SOURCE_DIR}/scripts/survival many)
set_tests_properties(survival.refuses_an_unknown_design PROPERTIES PASS_REGULAR_EXPRESSION "--must-survive: recomended not in")
set_tests_properties(survival.refuses_a_design_left_out PROPERTIES
  PASS_REGULAR_EXPRESSION "--must-survive: recommended is not among --profiles")
set_tests_properties(survival.refuses_no_seeds PROPERTIES PASS_REGULAR_EXPRESSION "--seeds: Value 0 not in range")
set_tests_properties(survival.script_refuses_words PROPERTIES PASS_REGULAR_EXPRESSION "'many' is not a number of seeds")
set_tests_properties(survival.recommended survival.repaired survival.all PROPERTIES LABELS slow TIMEOUT 1200)
add_test(NAME survival.nightly
  COMMAND nearsim_survival --seeds 10000 --large-seeds 10000 --profiles recommended --must-survive recommended --watch 0)
set_tests_properties(survival.nightly PROPERTIES LABELS nightly TIMEOUT 36000)

# What is measured is the same in every build: without optimization and under the sanitizers it only takes longer.
set_tests_properties(results.seed_001 results.seed_003 PROPERTIES LABELS slow)

# results/seeds.md: one row for each defect of the five designs.
file(GLOB defect_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/defects/*.cpp)
add_executable(nearsim_seeds ${defect_sources} ${CMAKE_CURRENT_LIST_DIR}/experiment.cpp)
target_link_libraries(nearsim_seeds PRIVATE nearsim_page nearsim_run)
target_compile_definitions(nearsim_seeds PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME results.seeds
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_seeds> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/seeds.md
          -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/seeds.md -DREWRITES=scripts/seeds -P ${CMAKE_CURRENT_LIST_DIR}/compare.cmake)
set_tests_properties(results.seeds PROPERTIES LABELS slow)

# results/matrix.md: which designs meet which, over a grid of timings; in the suite a coarse grid of the recommended one.
add_executable(nearsim_matrix ${CMAKE_CURRENT_LIST_DIR}/matrix/main.cpp ${CMAKE_CURRENT_LIST_DIR}/experiment.cpp)
target_link_libraries(nearsim_matrix PRIVATE nearsim_page nearsim_run)
target_compile_definitions(nearsim_matrix PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME matrix.quick COMMAND nearsim_matrix --quick)
add_test(NAME results.matrix
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_matrix> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/matrix.md
          -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/matrix.md -DREWRITES=scripts/matrix -P ${CMAKE_CURRENT_LIST_DIR}/compare.cmake)
set_tests_properties(results.matrix PROPERTIES LABELS slow TIMEOUT 900)

# results/airs.md, by scripts/airs, which draws the plot too.
add_executable(nearsim_airs ${CMAKE_CURRENT_LIST_DIR}/airs.cpp ${CMAKE_CURRENT_LIST_DIR}/airs_main.cpp
  ${CMAKE_CURRENT_LIST_DIR}/experiment.cpp)
target_link_libraries(nearsim_airs PRIVATE nearsim_page nearsim_run)
target_compile_definitions(nearsim_airs PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME results.airs
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_airs> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/airs.md
          -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/airs.md -DREWRITES=scripts/airs -P ${CMAKE_CURRENT_LIST_DIR}/compare.cmake)
set_tests_properties(results.airs PROPERTIES LABELS slow)

# results/seed_004.md.
file(GLOB socialstream_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/socialstream/*.cpp)
add_executable(nearsim_seed_004 ${socialstream_sources} ${CMAKE_CURRENT_LIST_DIR}/defects/defect.cpp
  ${CMAKE_CURRENT_LIST_DIR}/experiment.cpp)
target_link_libraries(nearsim_seed_004 PRIVATE nearsim_page nearsim_run)
target_compile_definitions(nearsim_seed_004 PRIVATE NEARSIM_ROOT="${CMAKE_SOURCE_DIR}")
add_test(NAME results.seed_004
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:nearsim_seed_004> -DCOMMITTED=${CMAKE_SOURCE_DIR}/results/seed_004.md
          -DFRESH=${CMAKE_CURRENT_BINARY_DIR}/seed_004.md
          "-DREWRITES=build/release/tests/nearsim_seed_004 results/seed_004.md" -P ${CMAKE_CURRENT_LIST_DIR}/compare.cmake)
set_tests_properties(results.seed_004 PROPERTIES LABELS slow)
