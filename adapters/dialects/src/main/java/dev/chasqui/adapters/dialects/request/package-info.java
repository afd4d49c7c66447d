/**
 * What the dialects share of reading and writing requests: one pass over a body, edits spliced into
 * its bytes, the names of settings.
 */
@NullMarked
package dev.chasqui.adapters.dialects.request;

import org.jspecify.annotations.NullMarked;
