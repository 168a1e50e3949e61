/* getopt_long(3): the C library has it, Swift's Glibc module leaves it out. Its results are global variables, which
   Swift takes for shared between threads; here they are handed over by value. */
#pragma once
#include <getopt.h>

static inline void gate_getopt_restart(void) {
    optind = 0;
    opterr = 0;
}
static inline char *gate_getopt_argument(void) { return optarg; }
static inline int gate_getopt_index(void) { return optind; }
static inline int gate_getopt_offender(void) { return optopt; }
