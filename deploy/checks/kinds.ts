// The kinds that deploy/kubernetes uses; the schema is made of these types.
import { Deployment } from 'kubernetes-types/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-types/autoscaling/v2';
import { CronJob, Job } from 'kubernetes-types/batch/v1';
import { ConfigMap, Namespace, Service, ServiceAccount } from 'kubernetes-types/core/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-types/networking/v1';
import { PodDisruptionBudget } from 'kubernetes-types/policy/v1';

export interface Kinds {
  ConfigMap: ConfigMap;
  CronJob: CronJob;
  Deployment: Deployment;
  HorizontalPodAutoscaler: HorizontalPodAutoscaler;
  Ingress: Ingress;
  Job: Job;
  Namespace: Namespace;
  NetworkPolicy: NetworkPolicy;
  PodDisruptionBudget: PodDisruptionBudget;
  Service: Service;
  ServiceAccount: ServiceAccount;
}
