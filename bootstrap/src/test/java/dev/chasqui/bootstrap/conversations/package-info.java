/**
 * The whole server in the eyes of conversations: the backend that they go on at, and their zone.
 */
@NullMarked
package dev.chasqui.bootstrap.conversations;

import org.jspecify.annotations.NullMarked;
