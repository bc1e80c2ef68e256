/* traces.c - what functions that have returned leave behind.
 *
 * See traces.h.
 */
#include "core/base/traces.h"

#include <stddef.h>
#include <sys/resource.h>

#include "core/base/buffer.h"

#define STACK_MOST ((size_t)128 << 10) /* no run was seen to need more */

#ifdef __x86_64__
#define SSE_REGISTERS                                                         \
  "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",     \
      "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"

__attribute__((target("avx"))) static void wipe_sixteen(void)
{
  __asm__ __volatile__("vzeroall" : : : SSE_REGISTERS);
}

/* The other sixteen, which "vzeroall" does not know. */
__attribute__((target("avx512f"))) static void wipe_others(void)
{
#define WIPE(number)                                                          \
  __asm__ __volatile__("vpxord %%zmm" number ", %%zmm" number                 \
                       ", %%zmm" number                                       \
                       :                                                      \
                       :                                                      \
                       : "xmm" number)
  WIPE("16");
  WIPE("17");
  WIPE("18");
  WIPE("19");
  WIPE("20");
  WIPE("21");
  WIPE("22");
  WIPE("23");
  WIPE("24");
  WIPE("25");
  WIPE("26");
  WIPE("27");
  WIPE("28");
  WIPE("29");
  WIPE("30");
  WIPE("31");
#undef WIPE
}

static void wipe_registers(void)
{
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f"))
    wipe_others();
  if (__builtin_cpu_supports("avx"))
    wipe_sixteen();
}
#else
static void wipe_registers(void)
{
}
#endif

/* Piece by piece, each with a frame of its own. */
__attribute__((noinline)) static void wipe_below(size_t length)
{
  unsigned char piece[1024];

  if (length > sizeof piece)
    wipe_below(length - sizeof piece);
  /* Last, so that the call is no tail call. */
  wipe(piece, sizeof piece);
}

void traces_wipe(void)
{
  struct rlimit limit;
  size_t length = STACK_MOST;

  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur / 2 < length)
    length = (size_t)limit.rlim_cur / 2;
  wipe_below(length);
  wipe_registers();
}
