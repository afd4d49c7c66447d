/**
 * The HTTP routes that a plug-in brings besides its agents. The server does the rest: it checks
 * keys and origins, enforces limits, and writes errors in its own envelope.
 */
@NullMarked
package dev.chasqui.domain.route;

import org.jspecify.annotations.NullMarked;
