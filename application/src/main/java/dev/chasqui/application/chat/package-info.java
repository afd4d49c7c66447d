/**
 * The spine: one exchange from request to reply. {@link dev.chasqui.application.chat.Chat} shows
 * its steps in their order.
 */
@NullMarked
package dev.chasqui.application.chat;

import org.jspecify.annotations.NullMarked;
