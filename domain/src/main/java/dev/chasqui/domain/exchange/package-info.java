/** The journey of one request and its reply: who asks, and how it is given up. */
@NullMarked
package dev.chasqui.domain.exchange;

import org.jspecify.annotations.NullMarked;
