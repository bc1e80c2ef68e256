/* patch.h - a document laid over another.  difference.h shows what that
 * changes.
 *
 * Recursion is as deep as the values are, and whoever reads text into values
 * bounds that.
 */
#ifndef PATCH_H
#define PATCH_H

struct json_object;

/* Lays `patch` over `target` (RFC 7396, section 2): members of the patch
 * replace those of the target, null removes, objects are merged member by
 * member, everything else, arrays too, is replaced as a whole.  The target's
 * keys keep their order, new ones follow in the order of the patch.
 *
 * Returns a new value that the caller puts (json_object_put) and that shares
 * nothing with the two, which stay as they were.  NULL is JSON null, which
 * only a null patch gives, or no memory: a caller whose patch is an object
 * knows which. */
struct json_object *merge_patch(struct json_object *target,
                                struct json_object *patch);

#endif
