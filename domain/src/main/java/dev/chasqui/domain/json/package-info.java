/**
 * JSON as plain values, so that neither the core nor an agent needs a library for it. Parsing lives
 * with the wire formats, in the dialects adapter.
 */
@NullMarked
package dev.chasqui.domain.json;

import org.jspecify.annotations.NullMarked;
