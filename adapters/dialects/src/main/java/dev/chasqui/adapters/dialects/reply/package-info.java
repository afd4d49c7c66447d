/**
 * What the dialects share of reading and writing replies: frames of both transports, what rides
 * beside an answer, errors of servers.
 */
@NullMarked
package dev.chasqui.adapters.dialects.reply;

import org.jspecify.annotations.NullMarked;
