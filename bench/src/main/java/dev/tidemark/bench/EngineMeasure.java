package dev.tidemark.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/**
 * The resources that an engine's JVM has used so far, and its shuffled records.
 *
 * @param cpuNanos CPU time of the whole process: stream threads, client threads, compiler,
 *     collector
 * @param shuffleRecords records that its producers sent to repartition topics, control records and
 *     each copy of a broadcast included
 * @param shuffleBytes their bytes, as the producers' batches hold them
 */
record EngineMeasure(long cpuNanos, long shuffleRecords, long shuffleBytes) {

  /** Measures this JVM. */
  static EngineMeasure now() {
    return new EngineMeasure(
        cpuTimeNanos(),
        sumOverRepartitionTopics("record-send-total"),
        sumOverRepartitionTopics("byte-total"));
  }

  static long cpuTimeNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** The producers' own metrics count alike for both engines, also what has been purged since. */
  private static long sumOverRepartitionTopics(String metric) {
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    try {
      double sum = 0;
      ObjectName pattern = new ObjectName("kafka.producer:type=producer-topic-metrics,*");
      for (ObjectName name : beans.queryNames(pattern, null)) {
        String topic = name.getKeyProperty("topic");
        if (topic != null && topic.endsWith("-repartition")) {
          sum += ((Number) beans.getAttribute(name, metric)).doubleValue();
        }
      }
      return Math.round(sum);
    } catch (JMException e) {
      throw new IllegalStateException("the producers' metrics can't be read: " + e, e);
    }
  }
}
