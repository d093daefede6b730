# Golden dialogues with a bare engine.  After a change that is meant: build/<preset>/tests/dialogue_test tests/dialogues --update
set(dialogues ${CMAKE_CURRENT_SOURCE_DIR}/dialogues)

add_executable(dialogue_test ${dialogues}/dialogue_test.cpp ${dialogues}/told.cpp ${dialogues}/saying.cpp
  ${dialogues}/engine_line.cpp)
target_link_libraries(dialogue_test PRIVATE nearsim_protocol)
add_test(NAME dialogues COMMAND dialogue_test ${dialogues})
# The runner itself must be able to fail: each of these files holds one mistake.
add_test(NAME dialogues.must_fail COMMAND dialogue_test ${dialogues}/must_fail --must-fail)
add_test(NAME dialogues.too_few COMMAND dialogue_test ${dialogues}/too_few)
set_tests_properties(dialogues.too_few PROPERTIES
  PASS_REGULAR_EXPRESSION "no dialogue shows the reason preempt" FAIL_REGULAR_EXPRESSION "dialogue differs")
