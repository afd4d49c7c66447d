/**
 * Forms with files ({@code multipart/form-data}, RFC 7578) that are relayed to a backend: a scanner
 * that finds the field {@code model} without holding the form in memory, and the form's bytes with
 * another name in that field.
 *
 * <p>The reading is strict, since the backend reads the same bytes once more: a form that two
 * readers may understand differently is refused.
 */
@NullMarked
package dev.chasqui.adapters.http.form;

import org.jspecify.annotations.NullMarked;
