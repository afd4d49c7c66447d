/** Tests of the scanner of forms. */
@NullMarked
package dev.chasqui.adapters.http.form;

import org.jspecify.annotations.NullMarked;
