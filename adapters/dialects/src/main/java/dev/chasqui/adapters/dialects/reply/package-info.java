/**
 * The pieces that dialects share to read and write replies: frames of both transports, the data
 * beside an answer, and errors of servers.
 */
@NullMarked
package dev.chasqui.adapters.dialects.reply;

import org.jspecify.annotations.NullMarked;
