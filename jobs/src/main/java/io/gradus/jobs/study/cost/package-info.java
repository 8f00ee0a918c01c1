/**
 * What the runs of a study would cost on given hardware: floating-point operations, memory and
 * hours, from settings and model shapes alone. No model, data or device has to be there.
 */
package io.gradus.jobs.study.cost;
