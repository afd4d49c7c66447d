/**
 * Forms with files ({@code multipart/form-data}, RFC 7578) that are relayed to a backend. A scanner
 * finds the field {@code model} without holding the form in memory, and the form is sent on with
 * another name in that field.
 *
 * <p>The scanner is strict, since the backend parses the same bytes again: it refuses a form that
 * two readers may understand differently.
 */
@NullMarked
package dev.chasqui.adapters.http.form;

import org.jspecify.annotations.NullMarked;
