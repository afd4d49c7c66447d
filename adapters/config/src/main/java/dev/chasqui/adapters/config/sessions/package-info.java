/** The configuration of stored conversations. */
@NullMarked
package dev.chasqui.adapters.config.sessions;

import org.jspecify.annotations.NullMarked;
