/** Tests of the Responses API over sockets, in front of every kind of backend. */
@NullMarked
package dev.chasqui.bootstrap.responses;

import org.jspecify.annotations.NullMarked;
