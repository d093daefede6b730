# Runs PROGRAM into FRESH and demands that it equals COMMITTED; REWRITES is the command that writes it anew.
execute_process(COMMAND ${PROGRAM} ${FRESH} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "${PROGRAM} failed: ${failed}")
endif()
execute_process(COMMAND diff -u ${COMMITTED} ${FRESH} RESULT_VARIABLE differs)
if(differs)
  message(FATAL_ERROR "the committed results are not what this build measures; ${REWRITES} rewrites them")
endif()
