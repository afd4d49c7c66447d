/** Tests of the Responses API, with the rules of its streams. */
@NullMarked
package dev.chasqui.adapters.dialects.responses;

import org.jspecify.annotations.NullMarked;
