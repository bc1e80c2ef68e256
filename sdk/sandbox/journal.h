/* journal.h - which requests came in, for tests to look at.
 *
 * Never a token: of Authorization it keeps whether there was one.  The last
 * 10000 requests are kept whole, all are counted.
 */
#ifndef SANDBOX_JOURNAL_H
#define SANDBOX_JOURNAL_H

#include <stdint.h>

#include "reply.h"
#include "request.h"

/* Notes a request as it arrives; its status is null until it is known.
 * Returns its number. */
uint64_t journal_arrived(const struct request *request);

/* Notes how it was answered. */
void journal_answered(uint64_t number, unsigned int status);

/* Forgets all requests so far. */
void journal_clear(void);

/* How many came since the start or the last journal_clear. */
uint64_t journal_count(void);

/* Waits until there are so many, or journal_stop was called. */
void journal_wait(uint64_t count);

/* Ends all waiting, now and later. */
void journal_stop(void);

/* Makes the reply: the requests as a JSON array. */
void journal_answer(struct reply *reply);

/* Releases what is kept. */
void journal_free(void);

#endif
