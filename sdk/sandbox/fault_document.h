/* fault_document.h - a fault from its JSON. */
#ifndef SANDBOX_FAULT_DOCUMENT_H
#define SANDBOX_FAULT_DOCUMENT_H

#include "faults.h"

/* Reads a fault.  Returns it with one holder, or NULL with one sentence in
 * `*problem`. */
struct fault *fault_read(const char *text, size_t length,
                         const char **problem);

#endif
