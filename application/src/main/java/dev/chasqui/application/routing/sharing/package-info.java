/** The rule for equal requests that share an answer, and their counts. */
@NullMarked
package dev.chasqui.application.routing.sharing;

import org.jspecify.annotations.NullMarked;
