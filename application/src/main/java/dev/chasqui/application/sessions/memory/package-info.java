/** A store of sessions in memory, for tests and for a server without a database. */
@NullMarked
package dev.chasqui.application.sessions.memory;

import org.jspecify.annotations.NullMarked;
