/** Anthropic's dialect (the Messages API), for clients and for backends. */
@NullMarked
package dev.chasqui.adapters.dialects.anthropic;

import org.jspecify.annotations.NullMarked;
