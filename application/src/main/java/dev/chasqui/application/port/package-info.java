/** What the application needs from outside, named for what it wants. Adapters implement these. */
@NullMarked
package dev.chasqui.application.port;

import org.jspecify.annotations.NullMarked;
