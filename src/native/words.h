/* Single words with what they weigh for each of some schemes: what topics.py does. */
#ifndef MADOGUCHI_WORDS_H
#define MADOGUCHI_WORDS_H

#include "automaton.h"

extern PyType_Spec words_spec;

#endif
