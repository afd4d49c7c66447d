/** The journey of one request and its reply: its caller and its cancellation. */
@NullMarked
package dev.chasqui.domain.exchange;

import org.jspecify.annotations.NullMarked;
