/** Who may ask, and what he may do. */
@NullMarked
package dev.chasqui.application.callers;

import org.jspecify.annotations.NullMarked;
