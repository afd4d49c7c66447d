/**
 * The port of stored sessions. What a session is stands in {@code dev.chasqui.domain.session}; when
 * turns are added and read stands in {@code dev.chasqui.application.sessions}.
 */
@NullMarked
package dev.chasqui.application.port.sessions;

import org.jspecify.annotations.NullMarked;
