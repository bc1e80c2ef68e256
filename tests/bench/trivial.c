/* trivial.c - the least that a dynamic C program can cost. */
#include <stdio.h>

int main(void)
{
  return puts("nothing") < 0;
}
