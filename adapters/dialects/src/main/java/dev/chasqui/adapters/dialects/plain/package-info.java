/**
 * The plain dialect: one message of a user in, one reply out, and the server keeps the
 * conversation.
 *
 * <pre>
 * POST /responses {"session_id":"trip","user_message":"Hi"}  ->  {"reply":"Hello"}
 * </pre>
 */
@NullMarked
package dev.chasqui.adapters.dialects.plain;

import org.jspecify.annotations.NullMarked;
