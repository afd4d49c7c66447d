/** Tests of stored sessions over sockets: histories, plain requests, owners, and failures amid. */
@NullMarked
package dev.chasqui.bootstrap.sessions;

import org.jspecify.annotations.NullMarked;
