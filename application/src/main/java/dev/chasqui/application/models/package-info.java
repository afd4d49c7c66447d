/** Which models there are, on which backends, and how those are. */
@NullMarked
package dev.chasqui.application.models;

import org.jspecify.annotations.NullMarked;
