/**
 * The pieces that dialects share to read and write requests: one pass over a body, edits spliced
 * into its bytes, and the names of settings.
 */
@NullMarked
package dev.chasqui.adapters.dialects.request;

import org.jspecify.annotations.NullMarked;
