package dev.tidemark.tests.base;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A class of integration tests that keeps more than one core busy: several nodes or brokers, each a
 * process. {@link TestSlots} runs one such class at a time, beside one other class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Heavy {}
