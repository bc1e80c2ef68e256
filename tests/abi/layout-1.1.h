/* layout-1.1.h - what ABI 1.1 appended to layout-1.0.h, in the same way, and
 * where each structure ends in 1.1.  Nothing here may ever be changed or
 * removed. */

/* struct nscale_choices */
END(nscale_choices, 8, 4)

/* struct nscale_flag */
MEMBER(nscale_flag, filter, 8, 6)
MEMBER(nscale_flag, reserved, 12, 6)
MEMBER(nscale_flag, filter_path, 16, 6)
END(nscale_flag, 16, 7)

/* struct nscale_column */
MEMBER(nscale_column, choices, 16, 2)
END(nscale_column, 16, 3)

/* struct nscale_field */
MEMBER(nscale_field, flag, 16, 6)
MEMBER(nscale_field, flag_value, 16, 7)
MEMBER(nscale_field, flag_summary, 16, 8)
MEMBER(nscale_field, key, 16, 9)
MEMBER(nscale_field, key_value, 16, 10)
END(nscale_field, 16, 11)

/* struct nscale_verb */
MEMBER(nscale_verb, secret_variable, 24, 13)
END(nscale_verb, 24, 14)

/* struct nscale_noun */
MEMBER(nscale_noun, deletion_path, 8, 13)
END(nscale_noun, 8, 14)

/* struct nscale_plugin */
END(nscale_plugin, 8, 5)

/* struct nscale_host */
MEMBER(nscale_host, meets, 8, 34)
MEMBER(nscale_host, claims, 8, 35)
MEMBER(nscale_host, answer, 8, 36)
END(nscale_host, 8, 37)

/* struct nscale_call */
END(nscale_call, 8, 1)

/* Constants. */
CONSTANT(NSCALE_VERB_IGNORE_NOT_FOUND, 16u)
CONSTANT(NSCALE_VERB_WAIT, 32u)
CONSTANT(NSCALE_VERB_ALL, 64u)
CONSTANT(NSCALE_FLAG_WITH_ALL, 32u)
CONSTANT(NSCALE_FILTER_NONE, 0u)
CONSTANT(NSCALE_FILTER_EXPIRING, 1u)
CONSTANT(NSCALE_FILTER_CONTAINS, 2u)
CONSTANT(NSCALE_EXIT_AUTH, 4)
